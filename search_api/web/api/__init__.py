"""The routes of the JSON API under ``/api/v1``, one module a resource."""
