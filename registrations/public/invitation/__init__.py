"""An office answers an invitation and names who comes."""
