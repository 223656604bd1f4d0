"""Tools for people who work on Xundian. Nothing here is part of the product."""
