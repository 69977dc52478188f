"""Crosswalks against links made by people: pairs of documents, learning from them, figures of pairs left out."""
