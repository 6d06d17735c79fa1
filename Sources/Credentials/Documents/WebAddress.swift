/// An `https` or `http` address as identifiers use them: host, port and path, no query, no fragment, no user.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    public let scheme: Scheme
    /// A name in lower case, an IPv4 address, or an IPv6 address in brackets.
    public let host: String
    /// Nil for the port of the scheme.
    public let port: UInt16?
    /// Empty, or with a slash in front.
    public let path: String

    /// How the other side is reached.
    public enum Scheme: String, Hashable, Sendable {
        case https
        /// For loopback addresses, and behind a proxy by explicit setting.
        case http
    }

    static let maxByteCount = 2_048

    /// Nil for any other text; what is accepted is exactly what is written back.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= WebAddress.maxByteCount, let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            let scheme = Scheme(rawValue: String(text[..<colon])), text[colon...].hasPrefix("://")
        else { return nil }
        let rest = text[text.index(colon, offsetBy: 3)...]
        let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        guard let place = WebAddress.place(rest[..<slash]), rest[slash...].utf8.allSatisfy(WebAddress.isInPath) else {
            return nil
        }
        self.scheme = scheme
        (host, port) = place
        path = String(rest[slash...])
    }

    /// Scheme, host and port.
    public var origin: String { scheme.rawValue + "://" + host + (port.map { ":\($0)" } ?? "") }

    public var description: String { origin + path }

    /// True when only this machine answers there.
    public var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || (host.hasPrefix("127.") && WebAddress.isIPv4(host))
    }

    /// The address of a well-known document: the suffix stands between host and path (RFC 8615 as OAuth uses it).
    public func wellKnown(_ suffix: String) -> String {
        origin + "/.well-known/" + suffix + (path == "/" ? "" : path)
    }

    /// This address with more path behind it.
    public func appending(_ path: String) -> String {
        origin + (self.path.hasSuffix("/") ? String(self.path.dropLast()) : self.path) + "/" + path
    }

    /// True for four numbers with dots.
    static func isIPv4(_ host: some StringProtocol) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0).map(String.init) == String($0) }
    }

    private static func place(_ text: some StringProtocol) -> (String, UInt16?)? {
        let bracket = text.hasPrefix("[") ? text.utf8.firstIndex(of: UInt8(ascii: "]")) : nil
        let colon = text[(bracket ?? text.startIndex)...].utf8.firstIndex(of: UInt8(ascii: ":"))
        let host = String(text[..<(colon ?? text.endIndex)])
        guard bracket == nil ? isName(host) : isIPv6(host) else { return nil }
        guard let colon else { return (host, nil) }
        let digits = text[text.index(after: colon)...]
        guard let port = UInt16(digits), port > 0, String(port) == String(digits) else { return nil }
        return (host, port)
    }

    private static func isName(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(isInName) && !label.hasPrefix("-")
                    && !label.hasSuffix("-")
            }
    }

    private static func isIPv6(_ host: String) -> Bool {
        host.hasPrefix("[") && host.hasSuffix("]") && host.utf8.count > 4
            && host.utf8.dropFirst().dropLast().allSatisfy { byte in
                isDigit(byte) || (0x61...0x66).contains(byte) || byte == UInt8(ascii: ":")
            }
    }

    private static func isInName(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x7a).contains(byte) || byte == UInt8(ascii: "-")
    }

    private static func isInPath(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
            || "-._~/%:@!$&'()*+,;=".utf8.contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
