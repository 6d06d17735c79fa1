/// A rule of the link that was broken, with its facts. The other side is told before the link is closed.
///
/// `code` is the stable word for programs; `description` is one English sentence for a log. "Theirs" is always the
/// side that was refused, "ours" the side that refuses.
public enum LinkRefusal: Error, Hashable, Sendable {
    /// What was not in the form of the protocol.
    public enum Form: Int64, Hashable, Sendable {
        /// A length that a frame of this kind cannot have.
        case length
        case hello
        /// Another frame came where a hello must stand, or a second hello.
        case order
        /// A bulk message as one frame, or another kind in parts.
        case bulkOutsideParts
        /// Parts without a beginning, beyond the length, or two messages in parts at once.
        case parts
        case refusal
    }

    case version(theirs: UInt64, ours: UInt64)
    /// The other node belongs to another ledger, or to one with another genesis.
    case origin(theirs: String, ours: String)
    /// The key is registered for another name.
    case sender(said: String, registered: String)
    case clock(milliseconds: Int64, limit: Int64)
    /// A link with this key is open and alive: two processes use one key.
    case alreadyConnected
    /// The other side is to wait for us to dial.
    case direction
    case unknownKind(UInt8)
    case tooLong(kind: UInt8, byteCount: Int, limit: Int)
    case malformed(Form)
    case tooManyFrames(perSecond: Int)
    case helloLate(milliseconds: Int64)
    case silent(milliseconds: Int64)
    /// The same process has opened a newer link.
    case replaced
    /// The node is stopping.
    case stopping
    /// An earlier link with this key is being looked at.
    case busy
    /// The ledger registers this key no more.
    case released
    /// A refusal by a newer program.
    case other(code: UInt64)
}

extension LinkRefusal: CustomStringConvertible {
    /// The stable word for programs.
    public var code: String {
        switch self {
        case .version: "link-version"
        case .origin: "link-origin"
        case .sender: "link-sender"
        case .clock: "link-clock"
        case .alreadyConnected: "link-already-connected"
        case .direction: "link-direction"
        case .unknownKind: "link-unknown-kind"
        case .tooLong: "link-too-long"
        case .malformed: "link-malformed"
        case .tooManyFrames: "link-too-many-frames"
        case .helloLate: "link-hello-late"
        case .silent: "link-silent"
        case .replaced: "link-replaced"
        case .stopping: "link-stopping"
        case .busy: "link-busy"
        case .released: "link-released"
        case .other: "link-other"
        }
    }

    public var description: String {
        switch self {
        case .version(let theirs, let ours): "speaks version \(theirs) of the link protocol, not \(ours)"
        case .origin(let theirs, let ours): "belongs to the ledger \(theirs), not \(ours)"
        case .sender(let said, let registered):
            "says it is \(said), but its key is registered for \(registered)"
        case .clock(let milliseconds, let limit): "its clock is \(milliseconds) ms off; \(limit) ms are allowed"
        case .alreadyConnected: "already connected with this key: a second process uses it"
        case .direction: "dialled, but is to be dialled: whoever was seated later dials"
        case .unknownKind(let kind): "sent a frame of the unknown kind \(kind)"
        case .tooLong(let kind, let byteCount, let limit):
            "sent \(byteCount) bytes as kind \(kind), which may have \(limit)"
        case .malformed(let form): "sent what the protocol does not know: \(form)"
        case .tooManyFrames(let perSecond): "sent more than \(perSecond) frames a second"
        case .helloLate(let milliseconds): "said no hello within \(milliseconds) ms"
        case .silent(let milliseconds): "was silent for \(milliseconds) ms"
        case .replaced: "has opened a newer link"
        case .stopping: "this node is stopping"
        case .busy: "an earlier link with this key is being looked at: try again"
        case .released: "the ledger registers its link key no more: replaced, suspended, or no operator any more"
        case .other(let code): "refused for reason \(code), which this program does not know"
        }
    }
}
