internal import Rulebook

/// The frame of a wallet's pages: as wide as a phone, the words in both languages, the look of all pages.
enum WalletFrame {
    /// `home` is where the name at the top leads.
    static func page(title: String, isChinese: Bool, home: String, body: String) -> String {
        Layout.render(
            frame,
            [
                "lang": isChinese ? "zh-CN" : "en", "title": title, "name": isChinese ? "钱包" : "Wallet",
                "other": isChinese ? "English" : "中文", "otherLang": isChinese ? "en" : "zh",
                "style": Look.style + extra, "home": home, "body": body,
                "footer": isChinese
                    ? "本页只在这台机器上打开。账本上没有姓名和号码。"
                    : "This page opens on this machine alone. The ledger holds no name and no number.",
            ])
    }

    private static let extra = """
        .phone{max-width:27rem;margin:0 auto;padding:0 1rem}.phone .card{margin:0 0 1rem}
        .phone .card p{margin:.4rem 0 0}
        form{max-width:none;margin:0}h2{margin:1.5rem 0 .5rem}
        .row{display:flex;gap:.6rem;align-items:baseline;padding:.35rem 0;border-top:1px solid var(--line)}
        .row:first-of-type{border-top:0}.row label{margin:0;flex:1;font-size:1rem}.row input{width:auto;flex:none}
        .row small,.soft{color:var(--soft);font-size:.875rem}.two{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}
        select{width:100%;font:inherit;color:inherit;background:var(--back);border:1px solid var(--line);\
        border-radius:.5rem;padding:.6rem .75rem}
        button.plain{background:none;color:var(--bad);border:1px solid var(--line)}form button{margin-top:.75rem}
        dl{margin:0}dt{color:var(--soft);font-size:.875rem;margin-top:.5rem}dd{margin:0}
        ul{margin:.4rem 0;padding-left:1.1rem}.missing{border-color:var(--warn)}
        .link{overflow-wrap:anywhere}
        .number{text-align:center;border-color:var(--main)}.number b{display:block;font-size:4rem;line-height:1.15;\
        letter-spacing:.5rem;font-variant-numeric:tabular-nums;color:var(--main)}
        """

    private static let frame = """
        <!doctype html>
        <html lang="{{lang}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} · {{name}}</title>
        <style>{{{style}}}</style>
        </head>
        <body>
        <header class="bar"><div class="wide phone">
        <a class="brand" href="{{home}}"><span class="seal" aria-hidden="true"></span><b>{{name}}</b></a>
        <span class="right"><a href="?lang={{otherLang}}">{{other}}</a></span>
        </div></header>
        <main class="wide phone">
        {{{body}}}
        </main>
        <footer class="wide phone">{{footer}}</footer>
        </body>
        </html>
        """
}
