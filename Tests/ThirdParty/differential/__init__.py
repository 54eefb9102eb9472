"""Generated requests sent to our endpoint and to MiniStack, and their answers compared. `python -m differential`."""
