internal import RegistrarAPI
internal import Signing

extension IdentityBody {
    init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(
            name: try reader.member("name").string(maxByteCount: 400),
            number: try reader.member("number").string(maxByteCount: 64),
            face: try reader.member("face").string(maxByteCount: 400))
    }
}

extension AccountBody {
    init(reading reader: inout JSONReader) throws(JSONError) {
        let identity = try IdentityBody(reading: &reader)
        self.init(
            identity: identity, holderProof: try reader.member("holderProof").string(maxByteCount: 2_048),
            recoveryProof: try reader.member("recoveryProof").string(maxByteCount: 2_048),
            previousProof: try reader.text("previousProof", max: 2_048),
            mailboxRoot: try reader.member("mailboxRoot").string(maxByteCount: 64),
            backup: try reader.text("backup", max: 64 << 10))
    }
}

extension VetoBody {
    init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(veto: try reader.member("veto").string(maxByteCount: 2_048))
    }
}

extension TraceTokensBody {
    init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(request: try reader.member("request").string(maxByteCount: 8_192))
    }
}

extension JSONReader {
    /// A text that may be missing or null.
    fileprivate mutating func text(_ name: String, max: Int) throws(JSONError) -> String? {
        guard let element = optionalMember(name), element.value != .null else { return nil }
        return try element.string(maxByteCount: max)
    }
}
