"""The web service: its API, its pages and the middleware around them."""
