"""Everything that writes templates, or objectives from them."""
