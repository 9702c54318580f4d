"""Version 1: periods, whole OKRs, progress records, pictures, reviews."""
