"""Records to ranked passages: embedding, words, the vector engines behind one port, search and crosswalk."""

from corpus.offline import disable_network

# Here and not in the modules that need it: the libraries read these switches when they are
# first imported, and whatever of this package is imported, this runs before.
disable_network()
