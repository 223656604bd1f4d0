"""The deterministic simulator: whole worlds of devices, network and server in one thread."""
