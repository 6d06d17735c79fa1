import NIOCore
import NIOPosix

/// Dialling: who dials whom stands with each peer.
extension Switchboard {
    /// Dials a peer that has no connection yet, where this node is the one to dial.
    func startDialling(_ slot: PeerSlot) {
        if slot.peer.way == .unknown { slot.note { $0.lastEnd = .noAddress } }
        guard case .dialled = slot.peer.way, !dialling.contains(slot.id),
            !links.values.contains(where: { ($0.slot ?? $0.dialled) === slot })
        else { return }
        dialling.insert(slot.id)
        dial(slot)
    }

    private func dial(_ slot: PeerSlot) {
        guard !isStopping, table.holds(slot), case .dialled(let address) = slot.peer.way else {
            dialling.remove(slot.id)
            return
        }
        let board = NIOLoopBound(self, eventLoop: loop)
        Wire.client(loop, configuration.limits)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try board.value.install(channel, dialled: slot) }
            }
            .connect(host: address.host, port: address.port)
            .assumeIsolated()
            .whenComplete { self.dialled(slot, $0) }
    }

    private func dialled(_ slot: PeerSlot, _ result: Result<any Channel, any Error>) {
        dialling.remove(slot.id)
        guard case .failure(let error) = result else { return }
        let now = surroundings.wallMilliseconds()
        slot.note { account in
            account.lastEnd = .unreachable(LinkTLS.bounded(String(describing: error)))
            account.lastEndAt = now
        }
        dialAgain(slot, after: nil)
    }

    /// A link that lived for a while was a good one: the pauses begin anew.
    ///
    /// A name with several addresses may have given a second connection, whose end is no reason to dial.
    func dialAgain(_ slot: PeerSlot, after opened: NIODeadline?) {
        let peer = slot.id
        guard !isStopping, table.holds(slot), !dialling.contains(peer),
            !links.values.contains(where: { $0.dialled === slot })
        else {
            return
        }
        dialling.insert(peer)
        var pauses = pauses[peer] ?? Pauses(configuration.limits)
        if let opened, .now() - opened >= .milliseconds(configuration.limits.longestPauseMilliseconds) {
            pauses.reset()
        }
        let pause = pauses.next(random: surroundings.random())
        self.pauses[peer] = pauses
        loop.assumeIsolated().scheduleTask(in: .milliseconds(pause)) { self.dial(slot) }
    }
}
