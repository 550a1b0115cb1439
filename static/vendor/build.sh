#!/bin/sh
# Rebuilds everything under static/vendor and static/fonts from the pinned packages; see build.md.
# Needs npm and a Python with fonttools and brotli ($PYTHON). Nothing here is needed to run.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
static=$(dirname "$here")
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error \
  @tabler/core@1.6.1 @tabler/icons@3.51.0 htmx.org@2.0.11 vazirmatn@33.0.3 \
  sass@1 rtlcss@4 lightningcss@1 @popperjs/core@2

# Tabler: our parts, in both directions
npx sass --quiet --no-source-map --load-path=node_modules "$here/tabler/tabler-parts.scss" ltr.css
npx rtlcss ltr.css rtl.css
cat > minify.mjs <<'JS'
import fs from "node:fs";
import { transform } from "lightningcss";
for (const [from, to] of [["ltr.css", "tabler.css"], ["rtl.css", "tabler.rtl.css"]]) {
  const { code } = transform({ filename: from, code: fs.readFileSync(from), minify: true });
  fs.writeFileSync(`${process.argv[2]}/${to}`, code);
}
JS
node minify.mjs "$here/tabler"

# htmx
cp node_modules/htmx.org/dist/htmx.min.js node_modules/htmx.org/LICENSE "$here/htmx/"

# Icons: one sprite with the names in icons.txt
"$python" "$here/sprite.py" node_modules/@tabler/icons/icons "$here/tabler-icons/icons.txt" "$static/icons.svg"
cp node_modules/@tabler/icons/LICENSE "$here/tabler-icons/"

# Vazirmatn: one variable file per script, weights 400 to 700; whole static files for paper
font="node_modules/vazirmatn/fonts/variable/Vazirmatn[wght].ttf"
"$python" -m fontTools.varLib.instancer -q --no-recalc-timestamp "$font" wght=400:700 -o wght.ttf
subset() {
  "$python" -m fontTools.subset wght.ttf --flavor=woff2 --unicodes="$2" \
    --layout-features=kern,mark,mkmk,ccmp,locl,init,medi,fina,isol,rlig,calt,liga,tnum \
    --output-file="$static/fonts/vazirmatn-$1.woff2"
}
subset latin "U+0020-007E,U+00A0-00FF,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2039,U+203A,U+20AC,U+2122,U+2190-2193,U+2212"
subset arabic "U+060C,U+061B,U+061F,U+0621-063A,U+0640-0652,U+0660-066C,U+0670,U+0671,U+200C-200F"
subset arabic-ext "U+0600-0605,U+0606-060B,U+060D-061A,U+061E,U+0620,U+063B-063F,U+0653-065F,U+066D-066F,U+0672-06FF,U+FD3E,U+FD3F,U+FDF2,U+FDFC"
cp node_modules/vazirmatn/OFL.txt "$static/fonts/"
for weight in Regular Medium Bold; do
  cp "node_modules/vazirmatn/fonts/ttf/Vazirmatn-$weight.ttf" "$static/fonts/ttf/"
done
