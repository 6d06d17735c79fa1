import Signing

/// Turns claims into a payload and its disclosures.
///
/// Salts are 128 random bits each, drawn in one go. Digests stand sorted, so that their order tells nothing. Decoys
/// fill each `_sd` up to a multiple, so that its length tells little.
struct DisclosureMaking {
    private(set) var disclosures: [String] = []
    private let decoyMultiple: Int
    private var randomness: [UInt8]
    private var used = 0

    private static let saltByteCount = 16

    /// For about so many disclosures.
    init(expecting count: Int, decoyMultiple: Int) {
        precondition(decoyMultiple > 0, "decoys fill to a multiple of 1 or more")
        self.decoyMultiple = decoyMultiple
        randomness = Random.bytes((count + 1) * DisclosureMaking.saltByteCount)
    }

    /// The payload's JSON.
    mutating func payload(_ members: [ClaimMember]) throws(ClaimFault) -> [UInt8] {
        guard !members.contains(where: { $0.name == "_sd_alg" }) else { throw .reservedName("_sd_alg") }
        var writer = JSONBytes()
        try object(members, into: &writer, isTop: true)
        return writer.bytes
    }

    private mutating func object(
        _ members: [ClaimMember], into writer: inout JSONBytes, isTop: Bool = false
    ) throws(ClaimFault) {
        try DisclosureMaking.check(members)
        var digests: [String] = []
        writer.text("{")
        var isFirst = true
        for member in members {
            if member.isDisclosable {
                digests.append(try disclose(member.value, name: member.name))
            } else {
                if !isFirst { writer.comma() }
                isFirst = false
                writer.name(member.name)
                try value(member.value, into: &writer)
            }
        }
        if !digests.isEmpty {
            if !isFirst { writer.comma() }
            writer.name(DisclosureResolution.digests)
            while !digests.count.isMultiple(of: decoyMultiple) { digests.append(decoy()) }
            writer.list(digests.sorted(), "[", "]") { writer, digest in writer.quote(digest) }
        }
        if isTop, !disclosures.isEmpty { writer.text(#","_sd_alg":"sha-256""#) }
        writer.text("}")
    }

    private mutating func value(_ value: ClaimValue, into writer: inout JSONBytes) throws(ClaimFault) {
        switch value {
        case .value(let value): writer.write(value)
        case .object(let members): try object(members, into: &writer)
        case .array(let elements): try array(elements, into: &writer)
        }
    }

    private mutating func array(_ elements: [ClaimElement], into writer: inout JSONBytes) throws(ClaimFault) {
        writer.text("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { writer.comma() }
            if element.isDisclosable {
                writer.text(#"{"...":""#)
                writer.text(try disclose(element.value, name: nil))
                writer.text(#""}"#)
            } else {
                try value(element.value, into: &writer)
            }
        }
        writer.text("]")
    }

    /// Makes a disclosure, those below it before it; gives its digest.
    private mutating func disclose(_ value: ClaimValue, name: String?) throws(ClaimFault) -> String {
        var writer = JSONBytes()
        writer.text("[\"")
        writer.text(Base64URL.encode(random(DisclosureMaking.saltByteCount)))
        writer.text("\",")
        if let name {
            writer.quote(name)
            writer.comma()
        }
        try self.value(value, into: &writer)
        writer.text("]")
        let text = Base64URL.encode(writer.bytes)
        disclosures.append(text)
        return Disclosure.digest(text)
    }

    private mutating func decoy() -> String {
        Base64URL.encode(SHA256.digest(random(DisclosureMaking.saltByteCount)).bytes)
    }

    private mutating func random(_ count: Int) -> [UInt8] {
        if used + count > randomness.count {
            randomness = Random.bytes(32 * DisclosureMaking.saltByteCount)
            used = 0
        }
        used += count
        return Array(randomness[used - count..<used])
    }

    private static func check(_ members: [ClaimMember]) throws(ClaimFault) {
        var names: Set<[UInt8]> = []
        for member in members {
            guard member.name != DisclosureResolution.digests, member.name != DisclosureResolution.placeholder else {
                throw .reservedName(member.name)
            }
            guard names.insert(Array(member.name.utf8)).inserted else { throw .nameTwice(member.name) }
        }
    }
}
