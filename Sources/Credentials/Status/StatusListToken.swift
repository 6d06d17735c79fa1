public import Signing

/// A status list as it is published: signed, dated, and named by its own address.
public struct StatusListToken: Hashable, Sendable {
    /// The compact text.
    public let text: String
    /// `sub`: the list's address.
    public let uri: String
    /// `iat`, POSIX seconds.
    public let issuedAt: UInt64
    /// `exp`, POSIX seconds; nil when it says none.
    public let expiry: UInt64?
    /// How long it may be kept, in seconds; nil when it says nothing.
    public let timeToLive: UInt64?
    /// 32 random bytes by which the ledger's commitment to it tells nothing; nil in lists of other makers.
    public let salt: [UInt8]?
    public let list: StatusList

    /// `typ`.
    public static let type = "statuslist+jwt"
    /// Content type of the answer at the list's address.
    public static let mediaType = "application/statuslist+jwt"
    private static let saltByteCount = 32
    private static let maxByteCount = 24 << 20

    /// What the ledger commits to when the list is anchored: SHA-256 over salt and text; nil without a salt.
    public var commitment: Digest? {
        salt.map { salt in
            var hasher = SHA256()
            hasher.update(salt)
            hasher.update(text.utf8)
            return hasher.finalize()
        }
    }

    /// Until when it may be kept, when it was fetched at that time: the earlier of its end and its time to live.
    public func freshUntil(fetched: UInt64) -> UInt64? {
        let kept = timeToLive.map { fetched + $0 }
        return [kept, expiry].compactMap(\.self).min()
    }

    /// True when the list speaks of that moment: from its issue until its end.
    public func covers(_ time: UInt64) -> Bool { issuedAt <= time && expiry.map { time < $0 } ?? true }

    /// The state of a document by the reference in it; refused when this is another list, or has no such entry.
    public func status(of reference: StatusReference) throws(StatusListError) -> UInt8 {
        guard reference.uri == uri else { throw .otherList(expected: reference.uri, found: uri) }
        guard let value = list.value(at: reference.index) else {
            throw .noEntry(index: reference.index, count: list.count)
        }
        return value
    }
}

extension StatusListToken {
    /// Signs a list; the signer's `typ` must be `statuslist+jwt`.
    public static func sign(
        _ list: StatusList, uri: String, issuedAt: UInt64, expiry: UInt64, timeToLive: UInt64, by signer: JWSSigner
    ) -> StatusListToken {
        let salt = Random.bytes(saltByteCount)
        let text = signer.sign([
            "sub": .string(uri), "iat": .integer(Int64(clamping: issuedAt)), "exp": .integer(Int64(clamping: expiry)),
            "ttl": .integer(Int64(clamping: timeToLive)), "salt": .string(Base64URL.encode(salt)),
            "status_list": .object(list.json),
        ])
        return StatusListToken(
            text: text, uri: uri, issuedAt: issuedAt, expiry: expiry, timeToLive: timeToLive, salt: salt, list: list)
    }

    /// The list at this address, when its signature holds and it is in force at that time.
    ///
    /// For a moment in the past, `time` is that moment: the list must cover it.
    public init(
        parsing text: String, uri: String, trust: IssuerTrust, at time: UInt64, leeway: UInt64 = 60
    ) throws(StatusListError) {
        let token = try StatusListToken(verifying: text, by: trust, at: time)
        guard token.uri == uri else { throw .otherList(expected: uri, found: token.uri) }
        guard token.issuedAt <= time + leeway else { throw .fromFuture(issued: token.issuedAt) }
        if let expiry = token.expiry, time >= expiry { throw .expired(at: expiry) }
        self = token
    }

    private init(verifying text: String, by trust: IssuerTrust, at time: UInt64) throws(StatusListError) {
        let message: CompactJWS
        let signed: VerifiedJWS
        do throws(JOSEError) {
            message = try CompactJWS(
                parsing: text, type: StatusListToken.type, maxByteCount: StatusListToken.maxByteCount)
        } catch { throw .jose(error) }
        let key: IssuerKey
        do throws(DocumentError) { key = try trust.key(of: message, at: time) } catch { throw .issuer(error) }
        do throws(JOSEError) { signed = try message.verified(by: key.key) } catch { throw .jose(error) }
        do throws(JSONError) { self = try StatusListToken(signed) } catch { throw .claim(error) }
    }

    private init(_ message: VerifiedJWS) throws(JSONError) {
        let open = try JSONElement(.object(message.claims)).openMembers()
        text = message.text
        uri = try open.member("sub").filledString(max: 2_048)
        issuedAt = try open.member("iat").seconds()
        expiry = try open.optional("exp").map { (time) throws(JSONError) in try time.seconds() }
        timeToLive = try open.optional("ttl").map { (time) throws(JSONError) in
            UInt64(try time.integer(in: 1...(1 << 40)))
        }
        salt = try open.optional("salt").map { (salt) throws(JSONError) in
            try salt.base64URL(count: StatusListToken.saltByteCount)
        }
        list = try StatusList(open.member("status_list"))
    }
}

/// Why a status list is refused.
public enum StatusListError: Error, Hashable, Sendable {
    case jose(JOSEError)
    case issuer(DocumentError)
    case claim(JSONError)
    case otherList(expected: String, found: String)
    case fromFuture(issued: UInt64)
    case expired(at: UInt64)
    case noEntry(index: Int, count: Int)
}

extension StatusListError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .jose(let error): "\(error)"
        case .issuer(let error): "\(error)"
        case .claim(let error): "\(error)"
        case .otherList(let expected, let found): "the list is \(found), and the document's is \(expected)"
        case .fromFuture(let issued): "the list was issued at \(issued), which is still to come"
        case .expired(let time): "the list was in force until \(time)"
        case .noEntry(let index, let count): "the list has \(count) entries, and none with index \(index)"
        }
    }
}
