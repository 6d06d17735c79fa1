/// Which network addresses belong to the internet. Whatever else answers is this machine, or stands in a network beside
/// it, where a stranger's document has nothing to ask.
package enum PublicNetwork {
    /// False for what is no address, too.
    package static func contains(_ address: String) -> Bool {
        if let octets = octets(address[...]) { return isPublic(octets) }
        guard let groups = groups(address) else { return false }
        // Addresses of IPv4 in the dress of IPv6: mapped, and translated at the border (RFC 6052).
        if groups[..<6] == [0, 0, 0, 0, 0, 0xffff] || groups[..<6] == [0x64, 0xff9b, 0, 0, 0, 0] {
            return isPublic(groups[6...].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] })
        }
        // Global unicast, without documentation, Teredo and 6to4: the last two lead to an IPv4 address within.
        return groups[0] >> 13 == 1 && groups[0] != 0x2002
            && !(groups[0] == 0x2001 && (groups[1] == 0xdb8 || groups[1] == 0))
    }

    /// By the registry of special addresses (RFC 6890).
    private static func isPublic(_ octets: [UInt8]) -> Bool {
        switch (octets[0], octets[1], octets[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (224..., _, _): false
        case (100, 64...127, _), (169, 254, _), (172, 16...31, _), (192, 168, _), (198, 18...19, _): false
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 51, 100), (203, 0, 113): false
        case _: true
        }
    }

    private static func octets(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let octets = parts.compactMap { part in UInt8(part).flatMap { String($0) == part ? $0 : nil } }
        return parts.count == 4 && octets.count == 4 ? octets : nil
    }

    private static func groups(_ text: String) -> [UInt16]? {
        guard let gap = text.firstRange(of: "::") else {
            return parts(text[...]).flatMap { $0.count == 8 ? $0 : nil }
        }
        guard let head = parts(text[..<gap.lowerBound]), let tail = parts(text[gap.upperBound...]),
            head.count + tail.count < 8
        else { return nil }
        return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    private static func parts(_ text: Substring) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            if let octets = octets(part) {
                groups += [UInt16(octets[0]) << 8 | UInt16(octets[1]), UInt16(octets[2]) << 8 | UInt16(octets[3])]
            } else if let group = UInt16(part, radix: 16) {
                groups.append(group)
            } else {
                return nil
            }
        }
        return groups
    }
}
