"""Version 2: cycles, objectives, key results and what hangs on them, one by one."""
