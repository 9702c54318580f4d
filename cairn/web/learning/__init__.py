"""The learning pages: short texts about OKRs, each written in both languages."""
