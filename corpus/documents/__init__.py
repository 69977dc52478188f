"""Sample documents written for this project, and what they are made from.

``source`` holds one readable YAML file a document, ``files`` the documents in every
format the project reads, ``gaps.yaml`` the gaps planted between parent and child
documents. ``python -m corpus.documents.generator`` writes ``files`` again.
"""
