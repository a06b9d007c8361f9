"""Documents that anybody can take away."""
