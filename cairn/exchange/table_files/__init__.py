"""Tables that a worker makes into files: asked for, made, handed out, forgotten."""
