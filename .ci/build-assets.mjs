// Bundles the front-end into graphsvc/web/static/vendor. Every .js and .css file directly in graphsvc/web/assets
// is one bundle; folders beside them hold its parts. THIRD_PARTY.txt names the packages that go in.
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { outlines } from "./outlines.mjs";

const SOURCE = "graphsvc/web/assets";
const TARGET = "graphsvc/web/static/vendor";
const MAKING = `${TARGET}.new`;

const entries = readdirSync(SOURCE)
  .filter((name) => /\.(js|css)$/.test(name))
  .sort();

rmSync(MAKING, { recursive: true, force: true });
await build({
  entryPoints: entries.map((name) => join(SOURCE, name)),
  outdir: MAKING,
  bundle: true,
  minify: true,
  format: "iife",
  platform: "browser",
  target: ["es2022", "chrome115", "firefox115", "safari16.4"],
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".svg": "dataurl" },
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
});

writeFileSync(join(MAKING, "countries.json"), outlines());
writeFileSync(join(MAKING, "THIRD_PARTY.txt"), thirdParty());
rmSync(TARGET, { recursive: true, force: true });
renameSync(MAKING, TARGET);
for (const name of readdirSync(TARGET).sort()) {
  console.log(`  ${name}  ${Math.round(statSync(join(TARGET, name)).size / 1024)} KB`);
}

// Every package of the lock but the build tools: some carry others inside, so bundles cannot tell what they hold.
function thirdParty() {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  return Object.keys(packages)
    .filter((folder) => folder && !packages[folder].dev && !folder.startsWith("node_modules/@types/"))
    .sort()
    .map(notice)
    .join("\n");
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (!license) throw new Error(`${name} states no licence`);
  const texts = readdirSync(folder, { recursive: true })
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && statSync(join(folder, file)).isFile())
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version}: ${license}`, ...texts, `${"-".repeat(80)}\n`].join("\n\n");
}
