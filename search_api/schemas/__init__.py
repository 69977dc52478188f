"""The rows that the API, the command line and the pages show."""
