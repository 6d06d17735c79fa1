import NIOCore

/// What comes in.
extension Link {
    /// One frame, whose kind and length the codec has checked.
    func receive(_ frame: Frame) {
        guard stage != .closed, let slot else { return }
        let now = NIODeadline.now()
        heard = now
        slot.note { account in
            account.heard = now
            account.bytesIn += UInt64(frame.byteCount)
        }
        guard isAllowed(frame, now) else { return }
        do throws(LinkRefusal) {
            if frame.kind == ControlKind.refusal.rawValue {
                finish(.refusedByPeer(try LinkRefusal(frame.payload)))
            } else if stage == .hello {
                try greet(frame, slot)
            } else if stage == .open {
                try take(frame, slot)
            } else {
                throw .malformed(.order)
            }
        } catch { refuse(error) }
    }

    private func greet(_ frame: Frame, _ slot: PeerSlot) throws(LinkRefusal) {
        guard frame.kind == ControlKind.hello.rawValue else { throw .malformed(.order) }
        let hello = try Hello(frame.payload)
        let now = board.surroundings.wallMilliseconds()
        let offset = try hello.check(slot.peer, origin: board.configuration.origin, now: now, limits: limits)
        if dialled == nil, case .dialled = slot.peer.way { throw .direction }
        self.hello = hello
        clockOffset = offset
        if dialled == nil { try board.admit(self, hello, slot) } else { board.open(self, slot) }
    }

    private func take(_ frame: Frame, _ slot: PeerSlot) throws(LinkRefusal) {
        guard let control = ControlKind(rawValue: frame.kind) else {
            return deliver(frame.kind, Array(frame.payload), slot)
        }
        switch control {
        case .ping:
            slot.add(control: Frame(.pong, number: Frame.number(frame.payload)))
            pump()
        case .pong: takePong(Frame.number(frame.payload), slot)
        case .begin:
            guard bulk == nil else { throw .malformed(.parts) }
            bulk = try BulkMessage(frame.payload, board.rules)
            deliverBulk(slot)
        case .part:
            guard bulk != nil else { throw .malformed(.parts) }
            try bulk?.append(frame.payload)
            deliverBulk(slot)
        case .hello, .refusal: throw .malformed(.order)
        }
    }

    private func takePong(_ number: UInt64, _ slot: PeerSlot) {
        guard number == ping.number else { return }
        let roundTrip = NIODeadline.now() - ping.sent
        slot.note { $0.roundTrip = roundTrip }
    }

    private func deliverBulk(_ slot: PeerSlot) {
        guard let message = bulk, message.isWhole else { return }
        bulk = nil
        deliver(message.kind, message.bytes, slot)
    }

    private func deliver(_ kind: UInt8, _ bytes: [UInt8], _ slot: PeerSlot) {
        guard let rule = board.rules[kind] else { return }
        slot.note { $0.messagesIn += 1 }
        let message = PeerMessage(peer: slot.id, kind: kind, bytes: bytes)
        if board.inbox.deliver(message, rule.lane) { pause(.inbox) }
    }

    /// Counts a frame: too many end the link, too many bytes only slow it.
    private func isAllowed(_ frame: Frame, _ now: NIODeadline) -> Bool {
        if frames.take(1, now: now) != nil {
            refuse(.tooManyFrames(perSecond: limits.framesPerSecond))
            return false
        }
        if let pause = bytes.take(frame.byteCount, now: now), !pauses.contains(.rate) {
            slot?.note { $0.slowed += 1 }
            self.pause(.rate)
            resumeRate(in: pause)
        }
        return true
    }

    private func resumeRate(in pause: TimeAmount) {
        channel.eventLoop.assumeIsolated().scheduleTask(in: pause) {
            if let more = self.bytes.take(0, now: .now()) { self.resumeRate(in: more) } else { self.resume(.rate) }
        }
    }

    func pause(_ reason: Pause) {
        guard stage == .open else { return }
        pauses.insert(reason)
        try? channel.syncOptions?.setOption(.autoRead, value: false)
    }

    func resume(_ reason: Pause) {
        guard stage == .open, pauses.remove(reason) != nil, pauses.isEmpty else { return }
        // Silence is counted from here: what was said meanwhile lies unread.
        heard = .now()
        try? channel.syncOptions?.setOption(.autoRead, value: true)
    }
}
