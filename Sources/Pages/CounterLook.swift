/// What the pages of a counter have besides the look of all desks.
enum CounterLook {
    static let style = """
        section.card{margin-bottom:1rem}.card>h2:first-child{margin-top:0}.card>:last-child{margin-bottom:0}
        main form.free{max-width:none;margin:0}main form.inline{max-width:none;margin:0;display:inline}
        form.inline button,form.free button{width:auto}form.inline button{margin:0}h1+.card,h1+.split{margin-top:1rem}
        .two,.three{display:grid;gap:0 1rem;grid-template-columns:1fr 1fr}.three{grid-template-columns:2fr 1fr 1fr}
        select{width:100%;font:inherit;color:inherit;background:var(--back);border:1px solid var(--line);\
        border-radius:.5rem;padding:.6rem .75rem}
        .pick{display:flex;gap:1.25rem;flex-wrap:wrap;margin:.9rem 0 0}.pick label{display:flex;gap:.4rem;margin:0}
        .pick input,.check input{width:auto}.check{display:flex;gap:.6rem;align-items:baseline}.check label{margin:0}
        .note{border-left:.25rem solid var(--warn);margin:0 0 1rem}
        .split{display:grid;grid-template-columns:minmax(15rem,20rem) 1fr;gap:1rem;align-items:start}
        .code{background:#fff;border-radius:.75rem;padding:.75rem;text-align:center}
        .code svg{width:100%;height:auto;display:block}
        .portrait{height:12rem;image-rendering:pixelated;border:1px solid var(--line);background:#fff}
        .link{overflow-wrap:anywhere;font-size:.8125rem;color:var(--soft)}

        input.digits{font-size:2.5rem;letter-spacing:.5rem;text-align:center;width:8rem}
        dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.25rem;margin:0}
        dl.facts dt{color:var(--soft);font-size:.9375rem}dl.facts dd{margin:0;overflow-wrap:anywhere}
        .answer{display:grid;grid-template-columns:auto 1fr;gap:1.25rem;align-items:center;margin-bottom:1rem}
        .answer .symbol{width:5rem;height:5rem;border-radius:50%;display:grid;place-items:center;font-size:3rem;\
        line-height:1;color:var(--card)}
        .answer p{margin:.2rem 0;color:var(--soft)}.answer h1{font-size:2rem;margin:0}
        .yes .symbol{background:var(--good)}.no .symbol{background:var(--bad)}.unknown .symbol{background:var(--warn)}
        .yes h1{color:var(--good)}.no h1{color:var(--bad)}.unknown h1{color:var(--warn)}
        .now span{white-space:nowrap;color:var(--soft)}
        .now{display:flex;gap:.6rem;align-items:baseline;border-top:1px solid var(--line);padding-top:.75rem;\
        margin-top:.75rem}
        .now.bad b{color:var(--bad)}.now.good b{color:var(--good)}.now.warn b{color:var(--warn)}
        .checks{list-style:none;margin:0;padding:0}
        .checks li{display:grid;grid-template-columns:1.75rem 1fr auto;gap:.25rem .6rem;padding:.55rem 0;\
        border-top:1px solid var(--line)}
        .checks li:first-child{border-top:0}.checks .mark{font-weight:700}
        .checks .yes .mark{color:var(--good)}.checks .no .mark{color:var(--bad)}
        .checks .unknown .mark{color:var(--warn)}
        .checks small{grid-column:2/4;color:var(--soft);font-size:.875rem}
        .checks .next{color:var(--ink)}.checks .block{color:var(--soft);font-size:.8125rem;white-space:nowrap}
        .fields td{padding-left:0}.fields td:first-child{color:var(--soft);width:30%}.fields td{overflow-wrap:anywhere}
        .bottom{display:flex;align-items:center;justify-content:space-between;gap:1rem;flex-wrap:wrap;margin-top:2rem}
        @media (max-width:38rem){.two,.three,.split{grid-template-columns:1fr}
        .answer{grid-template-columns:auto 1fr;gap:.9rem}.answer .symbol{width:3.5rem;height:3.5rem;font-size:2.1rem}
        .answer h1{font-size:1.5rem}dl.facts{grid-template-columns:1fr;gap:0}dl.facts dd{margin-bottom:.5rem}
        .checks li{grid-template-columns:1.5rem 1fr}.checks .block{grid-column:2}.checks small{grid-column:2}}
        @media print{.bar,.actions,.bottom,footer{display:none}.card{break-inside:avoid}}
        """
}
