internal import Logging
internal import ServiceLifecycle
internal import Storage

/// What a strongroom does by the clock: what has expired goes, space is given back, bodies that nobody asks for are
/// read, and the relay looks at the time.
struct StrongroomUpkeep: Sendable {
    private let room: Strongroom
    private let shelf: Strongroom.Shelf
    private static let pause = Duration.milliseconds(250)
    /// Looks at the clock between two rounds of upkeep: ten seconds.
    private static let round = 40

    init(_ room: Strongroom, _ shelf: Strongroom.Shelf) {
        self.room = room
        self.shelf = shelf
    }

    /// Goes on until it is cancelled or the process shuts down.
    func run() async {
        await cancelWhenGracefulShutdown {
            var count = 0
            var scrubbed: Int64 = 0
            while (try? await Task.sleep(for: StrongroomUpkeep.pause)) != nil {
                let now = WallClock.now
                await shelf.relay?.tick(now)
                room.show(waiting: await shelf.relay?.waiting ?? 0)
                await expire(now)
                count += 1
                guard count % StrongroomUpkeep.round == 0 else { continue }
                await tidy()
                scrubbed = await scrub(after: scrubbed)
            }
        }
    }

    private func expire(_ now: UInt64) async {
        await trying { database in while try database.expire(at: now / 1_000) {} }
    }

    private func tidy() async {
        await trying { database in
            _ = try database.shrink()
            try database.settle()
        }
    }

    /// The next put is read; behind the last it begins anew.
    private func scrub(after number: Int64) async -> Int64 {
        do {
            guard let (next, damaged) = try await shelf.keeper.upkeep({ try $0.scrub(after: number) }) else { return 0 }
            if damaged > 0 {
                room.logger.critical("\(damaged) sealed bodies are damaged; they are fetched from the other nodes")
            }
            return next
        } catch {
            _ = room.note(error)
            return number
        }
    }

    private func trying(_ work: @Sendable (StrongroomDatabase) throws -> Void) async {
        do { try await shelf.keeper.upkeep(work) } catch { _ = room.note(error) }
    }
}
