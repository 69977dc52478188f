"""Damaged and hostile inputs."""
