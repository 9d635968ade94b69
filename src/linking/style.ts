import { createHash } from 'node:crypto'

/** The style of all pages: from 320 px up, light and dark, with the fonts that the phone has. */
export const style = `
:root{color-scheme:light dark;--ground:#f2f5f4;--card:#fff;--ink:#14211d;--soft:#56655f;--line:#c9d3cf;--edge:#7b8a84;
--accent:#04724d;--press:#035a3d;--on:#fff;--tint:#e3f3ec;--bad:#a11c1c;--badground:#fdecec;--badline:#eab4b4;
--shadow:0 1px 2px rgba(10,40,30,.06),0 12px 32px rgba(10,40,30,.08)}
@media (prefers-color-scheme:dark){:root{--ground:#0d1412;--card:#16201d;--ink:#e8efec;--soft:#a3b3ac;--line:#2f3c37;--edge:#6d7f77;
--accent:#4fd8a1;--press:#7be6bb;--on:#04211a;--tint:#123328;--bad:#ffb4b4;--badground:#3a1818;--badline:#6d2f2f;--shadow:0 1px 2px rgba(0,0,0,.4)}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:16px;background:var(--ground);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Apple SD Gothic Neo","Hiragino Sans","Noto Sans CJK KR","Noto Sans KR","Noto Sans JP",sans-serif;
word-break:keep-all;overflow-wrap:anywhere}
:lang(ja){word-break:normal;line-break:strict;font-family:system-ui,-apple-system,"Hiragino Sans","Noto Sans CJK JP","Noto Sans JP",sans-serif}
main{width:100%;max-width:400px;padding:28px 24px 24px;background:var(--card);border:1px solid var(--line);border-radius:20px;box-shadow:var(--shadow)}
.mark{display:flex;align-items:center;justify-content:center;gap:12px;color:var(--accent)}
.mark svg{display:block}
.mark .dots{color:var(--edge)}
h1{margin:16px 0 2px;font-size:1.375rem;line-height:1.3;font-weight:700;text-align:center;text-wrap:balance}
.sub{margin:0 0 20px;color:var(--soft);font-size:.9375rem;text-align:center;text-wrap:balance}
.may{margin:0 0 20px;padding:12px 16px;background:var(--tint);border-radius:12px;font-size:.9375rem}
.may h2{margin:0 0 4px;font-size:.875rem;font-weight:600}
.may ul{margin:0;padding:0;list-style:none}
.may li{padding-left:1.5em;position:relative}
.may li::before{content:"";position:absolute;left:.25em;top:.45em;width:.7em;height:.35em;border:solid var(--accent);border-width:0 0 2px 2px;transform:rotate(-45deg)}
.alert{text-wrap:pretty;margin:0 0 16px;padding:12px 16px;background:var(--badground);border:1px solid var(--badline);border-radius:12px;color:var(--bad);font-size:.9375rem;font-weight:500}
h1+.alert{margin-top:16px}
label{display:block;margin:0 0 6px;font-size:.9375rem;font-weight:600}
input{display:block;width:100%;min-height:48px;margin:0 0 16px;padding:10px 14px;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:12px}
input[aria-invalid=true]{border-color:var(--bad)}
button{display:block;width:100%;min-height:48px;padding:10px 16px;font:inherit;font-weight:600;border-radius:12px;border:1px solid transparent;cursor:pointer}
.go{margin-top:8px;background:var(--accent);color:var(--on)}
.go:hover,.go:active{background:var(--press)}
.no{margin-top:8px;background:none;color:var(--soft)}
.no:hover{color:var(--ink);text-decoration:underline}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.kept{margin:16px 0 0;padding-top:16px;border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem;text-align:center;text-wrap:balance}
.plain{margin:0 0 8px}
@media (max-height:700px){main{padding-top:20px}h1{margin-top:10px}.sub{margin-bottom:14px}.may{margin-bottom:14px}input{margin-bottom:12px}}
`

/** What a Content-Security-Policy allows of styles: this one. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
