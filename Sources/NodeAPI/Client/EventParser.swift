/// Cuts a stream of server-sent events (WHATWG HTML, section 9.2) into events.
package struct EventParser: Sendable {
    /// One event as it was sent.
    package struct Event: Hashable, Sendable {
        /// Empty means `message`.
        package var name = ""
        package var data = ""
        /// The last id that the stream has set.
        package var id = ""
    }

    private var line: [UInt8] = []
    private var event = Event()
    private var hasData = false
    private var endsWithReturn = false
    private var ready: [Event] = []
    package init() {}

    /// How long to wait before coming back, in ms, when the stream says so.
    package private(set) var retry: UInt64?

    /// The id that the stream set last, with an event or alone.
    package var lastID: String { event.id }

    /// The bytes of the event under way.
    private(set) var openByteCount = 0

    /// Takes the next bytes, cut anywhere.
    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            defer { endsWithReturn = byte == 0x0d }
            openByteCount += 1
            switch byte {
            case 0x0a where endsWithReturn: continue
            case 0x0a, 0x0d: endLine()
            default: line.append(byte)
            }
        }
    }

    /// The next whole event, oldest first.
    package mutating func next() -> Event? { ready.isEmpty ? nil : ready.removeFirst() }

    /// Forgets an event that a broken connection cut off.
    package mutating func cutOff() {
        line = []
        endEvent(isWhole: false)
    }

    private mutating func endLine() {
        defer { line = [] }
        guard !line.isEmpty else { return endEvent(isWhole: true) }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == 0x20 { value = value.dropFirst() }
        take(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }

    private mutating func take(_ field: String, _ value: String) {
        switch field {
        case "event": event.name = value
        case "data":
            event.data += hasData ? "\n" + value : value
            hasData = true
        case "id": event.id = value.contains("\0") ? event.id : value
        case "retry": retry = UInt64(value) ?? retry
        default: break
        }
    }

    private mutating func endEvent(isWhole: Bool) {
        if isWhole, hasData { ready.append(event) }
        event = Event(id: event.id)
        hasData = false
        openByteCount = 0
    }
}
