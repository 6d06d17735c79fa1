public import Hummingbird

extension Request {
    /// A parameter of the query; nil when it is not there.
    public func query(_ name: String) -> String? { uri.queryParameters.get(name) }

    /// True when the client would rather have a page than JSON.
    public var wantsPage: Bool { headers[values: .accept].contains { $0.contains("text/html") } }

    /// The language that the reader asks for: `?lang=`, the cookie of the last choice, the browser's.
    public var isChinese: Bool {
        let asked = chosenLanguage ?? cookies["lang"]?.value ?? headers[.acceptLanguage] ?? "zh"
        return asked.lowercased().hasPrefix("zh")
    }
}
