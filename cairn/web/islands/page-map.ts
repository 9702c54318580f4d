import "./map.ts";
