public import Signing

extension Checkpoint {
    /// The log's own signature (type 0x01), over the text, by an Ed25519 key named like the origin.
    ///
    /// It proves nothing alone, and leaves the node only together with a quorum of cosignatures.
    public func logSigned(by key: PrivateKey) -> NoteSignature {
        logSigned(as: NoteKey(name: origin, role: .log, publicKey: key.publicKey.bytes), by: key.sign)
    }

    /// The same by whoever signs for a key.
    public func logSigned(as key: NoteKey, by sign: (_ message: [UInt8]) -> [UInt8]) -> NoteSignature {
        NoteSignature(name: key.name, keyID: key.id, bytes: sign(Array(text.utf8)))
    }

    /// A cosignature (C2SP `cosignature/v1`, type 0x04) at a time, by an Ed25519 key under the node's name.
    public func cosigned(by key: PrivateKey, name: String, at posixSeconds: UInt64) -> NoteSignature {
        let noteKey = NoteKey(name: name, role: .cosigner, publicKey: key.publicKey.bytes)
        return cosigned(as: noteKey, at: posixSeconds, by: key.sign)
    }

    /// The same by whoever signs for a key.
    public func cosigned(
        as key: NoteKey, at posixSeconds: UInt64, by sign: (_ message: [UInt8]) -> [UInt8]
    ) -> NoteSignature {
        precondition(posixSeconds <= Checkpoint.maxTime, "no cosignature has the time \(posixSeconds)")
        let signature = sign(Checkpoint.cosignedMessage(text: text, time: posixSeconds))
        return NoteSignature(name: key.name, keyID: key.id, bytes: posixSeconds.bigEndianBytes + signature)
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
    func isValid(
        by key: NoteKey, over text: String, _ verifies: (_ signature: [UInt8], _ message: [UInt8]) -> Bool
    ) -> Bool {
        switch key.role {
        case .log:
            return bytes.count == 64 && verifies(bytes, Array(text.utf8))
        case .cosigner:
            guard let time = cosignatureTime else { return false }
            return verifies(Array(bytes[8...]), Checkpoint.cosignedMessage(text: text, time: time))
        }
    }
}
