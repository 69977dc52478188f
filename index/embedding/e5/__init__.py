"""The default model multilingual-e5-small: its packed weights and their installation."""
