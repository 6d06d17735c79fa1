/// The look that the pages of all desks share.
enum Look {
    static let style = """
        :root{--ink:#1c2430;--soft:#5b6675;--line:#e3e7ee;--back:#f5f7fa;--card:#fff;--main:#1f5fa8;--good:#1d7a4c;\
        --bad:#b3392f;--warn:#a8690f}
        @media (prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#9aa5b4;--line:#2c3542;--back:#12171f;\
        --card:#1a212b;--main:#7db2ee;--good:#5cc491;--bad:#ee8a80;--warn:#e0ab5a}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--back);color:var(--ink);font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC",\
        "Microsoft YaHei",sans-serif}
        .wide{max-width:68rem;margin:0 auto;padding:0 1rem}
        .bar{background:var(--card);border-bottom:1px solid var(--line)}
        .bar .wide{display:flex;align-items:center;justify-content:space-between;min-height:3.5rem;gap:1rem}
        .brand{display:flex;align-items:center;gap:.6rem;color:var(--ink);text-decoration:none}
        .brand i{font-style:normal;color:var(--soft);font-size:.875rem}
        .seal{width:1.6rem;height:1.6rem;border-radius:.4rem;background:var(--main);position:relative;flex:none}
        .seal:after{content:"";position:absolute;inset:.42rem;border:2px solid var(--card);border-radius:50%}
        .right{display:flex;gap:1rem;font-size:.875rem;white-space:nowrap}
        a{color:var(--main)}.who{color:var(--soft)}
        main.wide{padding-top:1.5rem;padding-bottom:2rem}footer.wide{padding-bottom:2rem}
        h1{font-size:1.5rem;line-height:1.3;margin:.25rem 0}h2{font-size:1.125rem;margin:2rem 0 .75rem}
        .sub{color:var(--soft);margin:0 0 1.25rem;font-size:.9375rem}
        .card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.125rem}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem}
        .figure b{display:block;font-size:1.75rem;line-height:1.2;font-variant-numeric:tabular-nums}
        .figure span{color:var(--soft);font-size:.875rem}
        .good b{color:var(--good)}.bad b{color:var(--bad)}.warn b{color:var(--warn)}
        .meter{display:flex;height:.75rem;border-radius:.375rem;overflow:hidden;background:var(--line);\
        margin:1rem 0 .5rem}
        .meter i{display:block}.m1{background:var(--good)}.m2{background:var(--bad)}.m3{background:var(--soft)}
        .tag{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .6rem;font-size:.8125rem;\
        margin-left:.5rem;vertical-align:middle}
        .tag.t1{color:var(--good)}.tag.t2{color:var(--warn)}.tag.t3{color:var(--bad)}
        table{width:100%;border-collapse:collapse;font-size:.9375rem}
        th{text-align:left;color:var(--soft);font-weight:500;font-size:.8125rem;padding:.5rem .75rem;\
        border-bottom:1px solid var(--line);white-space:nowrap}
        td{padding:.6rem .75rem;border-bottom:1px solid var(--line);vertical-align:top}
        tr:last-child td{border-bottom:0}.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        code{font:.875em ui-monospace,"Noto Sans Mono CJK SC",monospace;background:var(--back);padding:.1em .35em;\
        border-radius:.25rem}
        .scroll{padding:0;overflow-x:auto}.actions{margin:1rem 0;display:flex;gap:.75rem;flex-wrap:wrap}
        .button,button{display:inline-block;background:var(--main);color:var(--card);border:0;border-radius:.5rem;\
        padding:.6rem 1.1rem;font:inherit;text-decoration:none;cursor:pointer}
        .button.plain{background:none;color:var(--main);border:1px solid var(--line)}
        form{max-width:24rem;margin:2.5rem auto}label{display:block;margin:.9rem 0 .25rem;font-size:.9375rem}
        input,select{width:100%;font:inherit;color:inherit;background:var(--back);border:1px solid var(--line);\
        border-radius:.5rem;padding:.6rem .75rem}
        input:focus,select:focus,button:focus,a:focus{outline:3px solid color-mix(in srgb,var(--main) 45%,transparent)}
        form button{width:100%;margin-top:1.4rem}.alert{color:var(--bad);border-color:var(--bad);margin:0 0 1rem}
        footer{color:var(--soft);font-size:.8125rem}
        @media (max-width:38rem){
        h1{font-size:1.25rem}.brand i{display:none}.figure b{font-size:1.375rem}
        .stack thead{display:none}.stack tr{display:block;padding:.75rem 1rem;border-bottom:1px solid var(--line)}
        .stack td{display:flex;gap:.75rem;justify-content:space-between;border:0;padding:.15rem 0;text-align:right}
        .stack td:before{content:attr(data-name);color:var(--soft);text-align:left;flex:none}
        .stack td:empty{display:none}.stack td.long{display:block;text-align:left}.stack td.long:before{display:none}}
        """
}
