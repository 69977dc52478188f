"""The context of a clause: the topic of its section and the bodies that stand above it."""
