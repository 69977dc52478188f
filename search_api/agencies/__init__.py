"""Agencies: looking them up, their assignments, tasks and due dates."""
