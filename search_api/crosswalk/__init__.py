"""Crosswalks as people use them: shown, decided on, exported, on the command line, over HTTP and on pages."""
