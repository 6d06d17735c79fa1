public import Hummingbird

extension Response {
    /// The verifier page; a browser may keep it, for it holds nothing of anybody.
    public init(_ page: VerifierPage) {
        self.init(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-cache",
                .contentSecurityPolicy: page.policy + "; frame-ancestors 'none'",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: page.html)))
        if let name = HTTPFields.Element.Name("referrer-policy") { headers[name] = "no-referrer" }
    }
}
