public import Hummingbird
internal import Mustache
internal import Rulebook

/// The frame that every page of a desk has: the bar with the desk's name, the words in both languages, the look.
public enum Layout {
    /// A page around a body that is HTML already.
    static func page(
        title: String, desk: Bilingual, isChinese: Bool, caller: String?, frame: DeskFrame = .issuing, body: String
    ) -> String {
        func say(_ text: Bilingual) -> String { isChinese ? text.zh : text.en }
        var words: [String: Any] = [
            "lang": isChinese ? "zh-CN" : "en", "title": title, "desk": isChinese ? desk.zh : desk.en,
            "other": isChinese ? "English" : "中文", "otherLang": isChinese ? "en" : "zh",
            "tagline": say(frame.tagline), "home": frame.home, "style": Look.style + frame.style, "body": body,
            "footer": isChinese
                ? "账本上只有加盐承诺值，没有姓名和号码。" : "The ledger holds salted commitments: no name, no number.",
        ]
        // An empty text would count as something to show.
        words["caller"] = caller
        return render(Layout.frame, words)
    }

    /// Fills a template. The templates are our own; one that does not parse is our bug.
    static func render(_ template: String, _ model: Any) -> String {
        do { return try MustacheTemplate(string: template).render(model) } catch {
            preconditionFailure("a template does not parse: \(error)")
        }
    }

    private static let frame = """
        <!doctype html>
        <html lang="{{lang}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} · {{desk}}</title>
        <style>{{{style}}}</style>
        </head>
        <body>
        <header class="bar"><div class="wide">
        <a class="brand" href="{{home}}"><span class="seal" aria-hidden="true"></span><b>{{desk}}</b>
        <i>{{tagline}}</i></a>
        <span class="right">{{#caller}}<span class="who">{{caller}}</span>{{/caller}}
        <a href="?lang={{otherLang}}">{{other}}</a></span>
        </div></header>
        <main class="wide">
        {{{body}}}
        </main>
        <footer class="wide">{{footer}}</footer>
        </body>
        </html>
        """
}

extension Response {
    /// A page: no scripts, nothing from elsewhere, and in nobody's frame.
    public init(page html: String, status: Int = 200) {
        self.init(
            status: .init(code: status),
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .contentSecurityPolicy:
                    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
        if let name = HTTPFields.Element.Name("referrer-policy") { headers[name] = "same-origin" }
    }
}
