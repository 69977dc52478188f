"""The routes of the web pages, one module a subject."""
