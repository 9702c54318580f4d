// Bundles the islands and the styles into static/dist/, with hashed names and a manifest that
// maps each logical name (app.js, app.css, page-map.js) to its file. Run by hatch_build.py.
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const web = fileURLToPath(new URL(".", import.meta.url));
const islands = join(web, "islands");
const outdir = join(web, "static", "dist");

async function entryPoints() {
  const files = await readdir(islands);
  const pages = files.filter((name) => name.startsWith("page-") && name.endsWith(".ts"));
  const scripts = ["app.ts", ...pages].map((name) => join(islands, name));
  return [...scripts, join(web, "styles", "app.css")].map((path) => ({
    in: path,
    out: basename(path, extname(path)),
  }));
}

const result = await build({
  absWorkingDir: web,
  assetNames: "[name]-[hash]",
  bundle: true,
  chunkNames: "chunk-[hash]",
  entryNames: "[name]-[hash]",
  entryPoints: await entryPoints(),
  format: "esm",
  legalComments: "linked",
  loader: { ".svg": "file", ".woff2": "file" },
  logLevel: "warning",
  metafile: true,
  minify: true,
  outdir,
  sourcemap: "linked",
  splitting: true,
  target: ["es2022", "chrome123", "firefox125", "safari17.5"],
});

const manifest = {};
const built = new Set(["manifest.json"]);
for (const [path, output] of Object.entries(result.metafile.outputs)) {
  const file = basename(path);
  built.add(file);
  if (output.entryPoint) {
    const source = basename(output.entryPoint);
    manifest[source.replace(/\.ts$/, ".js")] = file;
  }
}

// The server sends these as they lie here; compressing at each request would cost it CPU.
for (const file of [...built].filter((name) => /\.(js|css|svg)$/.test(name))) {
  const plain = await readFile(join(outdir, file));
  for (const [ending, compressed] of [
    ["br", brotliCompressSync(plain)],
    ["gz", gzipSync(plain, { level: 9 })],
  ]) {
    await writeFile(join(outdir, `${file}.${ending}`), compressed);
    built.add(`${file}.${ending}`);
  }
}

const draft = join(outdir, ".manifest.json");
await writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`);
await rename(draft, join(outdir, "manifest.json"));
const stale = (await readdir(outdir)).filter((name) => !built.has(name));
await Promise.all(stale.map((name) => rm(join(outdir, name), { recursive: true })));
