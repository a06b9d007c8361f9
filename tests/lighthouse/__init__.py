"""What Lighthouse says of the public pages; `script/lighthouse` runs it."""
