"""Nothing may leave the machine: switches off what the model and pipeline libraries would send or fetch."""

from __future__ import annotations

import os

_SWITCHES = {
    # Model libraries look for newer files on the hub before they use those at hand.
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # Haystack sends usage data to a third party unless told otherwise.
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    # The tokenizer's threads warn on standard error when a child process is started.
    "TOKENIZERS_PARALLELISM": "false",
}


def disable_network() -> None:
    """Sets the switches; to be called before the libraries are imported, which read them once.

    A value that the user has set stays: ``HF_HUB_OFFLINE=0`` is how a model is
    fetched on purpose.
    """
    for name, value in _SWITCHES.items():
        os.environ.setdefault(name, value)
