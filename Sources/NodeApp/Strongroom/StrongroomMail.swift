/// What the links tell the strongroom.
enum StrongroomEvent: Sendable {
    case connected(Int)
    case disconnected(Int)
    case message(StrongroomWord.Kind, [UInt8], from: Int)

    var byteCount: Int {
        if case .message(_, let bytes, _) = self { return bytes.count + 256 }
        return 0
    }
}

typealias StrongroomMail = LinkMail<StrongroomEvent>

extension LinkMail<StrongroomEvent> {
    convenience init() { self.init(maxBytes: StrongroomLimits.maxWaitingBytes) { $0.byteCount } }
}
