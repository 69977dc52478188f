"""Bytes to records: reading files, and finding structure, metadata, references and obligations."""
