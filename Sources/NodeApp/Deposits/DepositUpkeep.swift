internal import Logging
internal import ServiceLifecycle
internal import Signing
internal import Storage

/// What the deposits of a node need by the clock: those that blocks name are claimed or looked for, those that nobody
/// names and those that have expired go, parts that nobody asks for are read.
struct DepositUpkeep: Sendable {
    private let deposits: Deposits
    private let shelf: Deposits.Shelf
    private static let pause = Duration.milliseconds(250)
    /// Looks at the clock between two rounds of tidying: ten seconds.
    private static let round = 40

    init(_ deposits: Deposits, _ shelf: Deposits.Shelf) {
        self.deposits = deposits
        self.shelf = shelf
    }

    /// Goes on until it is cancelled or the process shuts down.
    func run() async {
        await cancelWhenGracefulShutdown {
            var count = 0
            var scrubbed: Int64 = 0
            var hadSeat = false
            await openShares()
            while (try? await Task.sleep(for: DepositUpkeep.pause)) != nil {
                let hasSeat = deposits.hasSeat
                if hasSeat, !hadSeat { deposits.takeAll(from: deposits.board.snapshot.view) }
                hadSeat = hasSeat
                await claim()
                await shelf.relay?.tick(WallClock.now)
                deposits.show(missing: await shelf.relay?.missing.count ?? 0)
                count += 1
                guard count % DepositUpkeep.round == 0 else { continue }
                await drop()
                scrubbed = await scrub(after: scrubbed)
            }
        }
    }

    /// Shares that were not opened when their deposit came, or are lost, are opened from what is sealed.
    private func openShares() async {
        var last = Digest.zero
        while let manifests = try? shelf.database.withoutShares(after: last, limit: 64), let next = manifests.last {
            for manifest in manifests {
                do { _ = try await shelf.intake.standing(of: manifest) } catch { _ = deposits.note(error) }
            }
            last = next
        }
    }

    /// What blocks name is kept; what of it is not here, the relay looks for.
    private func claim() async {
        let named = deposits.takeNamed()
        guard !named.isEmpty else { return }
        do {
            let outcomes = try await shelf.keeper.apply(named.map { .claim($0.manifest) }, isPassedOn: true)
            for (outcome, (manifest, grant)) in zip(outcomes, named) where outcome == .absent {
                await shelf.relay?.note(missing: manifest, of: grant)
            }
        } catch { _ = deposits.note(error) }
    }

    private func drop() async {
        let now = WallClock.now
        let patience = deposits.limits.unclaimedSeconds
        let asked = deposits.asked(since: now - min(now, patience * 1_000))
        await trying { database in
            while try database.dropUnclaimed(before: now / 1_000 - min(now / 1_000, patience), except: asked) {}
            while try database.expire(at: now / 1_000) {}
            try database.settle()
        }
    }

    /// The next deposit is read; behind the last it begins anew.
    private func scrub(after number: Int64) async -> Int64 {
        do {
            guard let (next, damaged) = try await shelf.keeper.upkeep({ try $0.scrub(after: number) }) else { return 0 }
            if damaged > 0 {
                deposits.logger.critical("\(damaged) parts of a deposit are damaged; it is fetched from other nodes")
            }
            return next
        } catch {
            _ = deposits.note(error)
            return number
        }
    }

    private func trying(_ work: @Sendable (DepositDatabase) throws -> Void) async {
        do { try await shelf.keeper.upkeep(work) } catch { _ = deposits.note(error) }
    }
}
