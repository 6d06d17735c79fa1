public import Signing

extension Checkpoint {
    /// The log's own signature (type 0x01), over the text, by an Ed25519 key named like the origin.
    ///
    /// It proves nothing alone, and leaves the node only together with a quorum of cosignatures.
    public func logSigned(by key: PrivateKey) -> NoteSignature {
        let noteKey = NoteKey(name: origin, role: .log, publicKey: key.publicKey.bytes)
        return NoteSignature(name: origin, keyID: noteKey.id, bytes: key.sign(Array(text.utf8)))
    }

    /// A cosignature (C2SP `cosignature/v1`, type 0x04) at a time, by an Ed25519 key under the node's name.
    public func cosigned(by key: PrivateKey, name: String, at posixSeconds: UInt64) -> NoteSignature {
        precondition(posixSeconds <= Checkpoint.maxTime, "no cosignature has the time \(posixSeconds)")
        let noteKey = NoteKey(name: name, role: .cosigner, publicKey: key.publicKey.bytes)
        let signature = key.sign(Checkpoint.cosignedMessage(text: text, time: posixSeconds))
        return NoteSignature(name: name, keyID: noteKey.id, bytes: posixSeconds.bigEndianBytes + signature)
    }

    /// What a cosignature signs: a line that tells it apart, the time, and the whole checkpoint text.
    public static func cosignedMessage(text: String, time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
    }

    /// The latest time of a cosignature, in POSIX seconds.
    public static let maxTime = UInt64(Int64.max)
}

extension NoteSignature {
    /// The time of a cosignature; nil when the bytes are no eight of time and 64 of signature.
    public var cosignatureTime: UInt64? {
        guard bytes.count == 72 else { return nil }
        let time = UInt64(bigEndianBytes: bytes[..<8])
        return time <= Checkpoint.maxTime ? time : nil
    }

    /// True when this is that key's signature over a note's text, in the form of the key's role.
    func isValid(by key: NoteKey, over text: String) -> Bool {
        switch key.role {
        case .log:
            return bytes.count == 64 && key.verifies(bytes, over: Array(text.utf8))
        case .cosigner:
            guard let time = cosignatureTime else { return false }
            return key.verifies(bytes[8...], over: Checkpoint.cosignedMessage(text: text, time: time))
        }
    }
}
