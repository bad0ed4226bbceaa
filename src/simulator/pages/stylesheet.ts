import { createHash } from 'node:crypto';
import { PALETTE } from './palette.ts';

const variables = Object.entries(PALETTE)
  .map(([name, colour]) => `--${name}:${colour};`)
  .join('');

/** The one stylesheet, put into each page: no request leaves for it, and system fonts need none. */
export const STYLESHEET = `
:root{color-scheme:light;${variables}--mono:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
*{box-sizing:border-box}
html{background:var(--ground);-webkit-text-size-adjust:100%}
body{margin:0;color:var(--ink);background:var(--ground);font:16px/1.5 system-ui,"DejaVu Sans","Liberation Sans",sans-serif;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.15em}
a:hover{color:var(--accent-dark)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-999em;top:.5rem;padding:.5rem 1rem;background:var(--paper);z-index:1}
.skip:focus{left:.5rem}
.banner{background:var(--banner);color:var(--banner-ink)}
.banner a{color:var(--banner-ink)}
.banner :focus-visible{outline-color:var(--banner-ink)}
.inner{max-width:72rem;margin:0 auto;padding:0 1.25rem}
.banner .inner{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;padding-top:.75rem;padding-bottom:.75rem}
.brand{font-weight:700;text-decoration:none}
.tag{font-size:.875rem}
main.inner{padding-top:1.5rem;padding-bottom:3rem}
main.narrow{max-width:46rem}
footer{border-top:1px solid var(--line);color:var(--quiet);font-size:.875rem;padding:1rem 0 2rem}
footer p{margin:0}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .75rem}
h2{font-size:1.25rem;line-height:1.3;margin:0 0 .75rem}
h3{font-size:1rem;margin:1.25rem 0 .5rem}
p{margin:0 0 .75rem}
.lead{color:var(--quiet);max-width:46rem}
.card{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:1.25rem;margin:0 0 1.25rem}
.card>:last-child{margin-bottom:0}
.card>h2:not(:first-child){margin-top:2rem}
.toc ul{list-style:none;margin:0 0 1.25rem;padding:0;display:flex;flex-wrap:wrap;gap:.35rem 1.25rem}
.split{display:grid;gap:0 1.25rem;grid-template-columns:minmax(0,1fr);align-items:start}
.fields{display:grid;gap:0 1.25rem;grid-template-columns:minmax(0,1fr)}
.field{margin:0 0 1rem;min-width:0}
.field.bad{border-left:4px solid var(--danger);padding-left:.75rem}
label,.legend{display:block;font-weight:600;margin-bottom:.2rem}
.hint{color:var(--quiet);font-size:.875rem;margin:0 0 .3rem}
.mistake{color:var(--danger);font-weight:600;margin:0 0 .3rem}
input,select,textarea{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--control);border-radius:4px;padding:.45rem .6rem;width:100%;max-width:100%}
textarea{resize:vertical;min-height:2.75rem}
.bad input,.bad select,.bad textarea{border-color:var(--danger);border-width:2px}
.code{font-family:var(--mono);font-size:1.5rem;letter-spacing:.3em;max-width:12rem}
fieldset{border:0;border-top:1px solid var(--line);margin:1.25rem 0 0;padding:1.25rem 0 0}
legend{font-size:1.125rem;font-weight:700;padding:0 .75rem 0 0}
.buttons{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin:.5rem 0 0}
button,.button{font:inherit;font-weight:600;border-radius:4px;border:1px solid var(--accent);background:var(--accent);color:var(--paper);padding:.5rem 1rem;cursor:pointer;display:inline-block;text-decoration:none}
button:hover,.button:hover{background:var(--accent-dark);border-color:var(--accent-dark);color:var(--paper)}
button.plain,.button.plain{background:var(--paper);color:var(--accent);border-color:var(--control)}
button.plain:hover,.button.plain:hover{background:var(--accent-soft);color:var(--accent-dark)}
button.danger{background:var(--danger);border-color:var(--danger)}
button.danger:hover{background:var(--danger-dark);border-color:var(--danger-dark)}
button.small{padding:.2rem .6rem;font-size:.875rem}
details{margin:.75rem 0}
summary{cursor:pointer;font-weight:600;color:var(--accent);padding:.2rem 0}
details[open]>summary{margin-bottom:.5rem}
.note{border:1px solid;border-left-width:6px;border-radius:6px;padding:.9rem 1.1rem;margin:0 0 1.25rem}
.note>:last-child{margin-bottom:0}
.note h2{font-size:1.0625rem;margin-bottom:.35rem}
.note ul{margin:0;padding-left:1.2rem}
.note.bad{background:var(--danger-soft);border-color:var(--danger)}
.note.bad h2,.note.bad a{color:var(--danger)}
.note.good{background:var(--good-soft);border-color:var(--good)}
.note.good h2{color:var(--good)}
.note.warn{background:var(--warn-soft);border-color:var(--warn)}
.note.warn h2,.note.warn a{color:var(--warn)}
dl{margin:0 0 .75rem;display:grid;grid-template-columns:minmax(0,1fr);gap:0}
dt{color:var(--quiet);font-size:.875rem}
dd{margin:0 0 .6rem;white-space:pre-wrap}
.unset{color:var(--quiet);font-style:italic}
.status{display:inline-block;font-size:.8125rem;font-weight:700;letter-spacing:.02em;padding:.1rem .5rem;border-radius:99px;white-space:nowrap;background:var(--accent-soft);color:var(--accent-dark)}
.status.open{background:var(--good-soft);color:var(--good)}
.status.draft,.status.pending{background:var(--warn-soft);color:var(--warn)}
.status.closed{background:var(--ground);color:var(--quiet);box-shadow:inset 0 0 0 1px var(--line)}
.status.failed{background:var(--danger-soft);color:var(--danger)}
.scroll{position:relative;overflow-x:auto;margin:0 0 1rem}
.scroll table{min-width:44rem}
table{border-collapse:collapse;width:100%;font-size:.9375rem;overflow-wrap:normal}
caption{text-align:left;color:var(--quiet);font-size:.875rem;padding-bottom:.4rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
th{font-weight:600}
thead th{white-space:nowrap;font-size:.875rem;color:var(--quiet)}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
td.wrap,th.wrap{overflow-wrap:anywhere;min-width:9rem}
td.nowrap,th.nowrap{white-space:nowrap}
td details{margin:0}
td form{margin:0}
td select{min-width:12rem}
.links{display:flex;flex-wrap:wrap;gap:.2rem .9rem}
code,pre,.mono{font-family:var(--mono);font-size:.875em}
pre{background:var(--ground);border:1px solid var(--line);border-radius:4px;padding:.75rem;margin:0 0 .75rem;overflow-x:auto;white-space:pre-wrap}
.prose{white-space:pre-wrap;max-width:46rem}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (min-width:48rem){
.fields.two{grid-template-columns:repeat(2,minmax(0,1fr))}
.fields.three{grid-template-columns:repeat(3,minmax(0,1fr));align-items:end}
.field.whole{grid-column:1/-1}
.split{grid-template-columns:minmax(0,2fr) minmax(16rem,1fr)}
.split>.aside{position:sticky;top:1rem}
dl{grid-template-columns:minmax(9rem,14rem) minmax(0,1fr);gap:.4rem 1rem}
dt{font-size:1rem}
dd{margin:0}
.aside dl{grid-template-columns:minmax(0,1fr);gap:0}
.aside dt{font-size:.875rem}
.aside dd{margin:0 0 .6rem}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`.trim();

/** Source expression by which the content security policy lets this stylesheet in, and no other. */
export const STYLESHEET_SOURCE = `'sha256-${createHash('sha256').update(STYLESHEET).digest('base64')}'`;
