internal import Ledger
internal import Releasing
internal import Rulebook
internal import ServiceLifecycle

/// Makes the node's weekly keys in time, tells the others of them, and passes on what it hears of those who are away.
actor WeeklyGossip {
    private let keyring: WeeklyKeyring
    private let board: NoticeBoard
    /// Nil in a network of one.
    private let links: Links?
    private var linked: Set<Int> = []
    /// Signatures of a peer's words that may be checked before the next look at the clock.
    private var checks: [Int: Int] = [:]
    /// The epoch in which the own words were sent last, and the week.
    private var told: (epoch: UInt64, week: UInt64)?
    /// The own words as they were told last, and how often they are told again: a peer that is still in the epoch
    /// before drops what is signed by the keys of the new one.
    private var own: [[UInt8]] = []
    private var repeats = 0

    private static let pause = Duration.seconds(5)
    /// Half a minute: by then every node that is there has come to the new epoch.
    private static let maxRepeats = 6
    /// Words of every validator of the largest set for each week, and again.
    private static let maxChecks = 16_384

    init(_ keyring: WeeklyKeyring, _ board: NoticeBoard, _ links: Links?) {
        self.keyring = keyring
        self.board = board
        self.links = links
    }

    /// Goes on until it is cancelled or the process shuts down.
    func run(_ mail: WeeklyMail) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await news in mail.events { await self.take(news, mail) } }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    repeat { await self.tick() } while (try? await Task.sleep(for: WeeklyGossip.pause)) != nil
                }
                mail.close()
            }
            await group.waitForAll()
        }
    }

    /// In a new week or epoch the own words are signed and told anew: whoever has come since knows none of them.
    private func tick() {
        checks = [:]
        let now = WallClock.now
        let current = (epoch: board.snapshot.view.network.epoch.number, week: WeeklyKeyring.weeks(at: now)[0].number)
        if let told, told == current {
            guard repeats > 0 else { return }
            repeats -= 1
            return send(own, to: partners)
        }
        own = keyring.renew(at: now)
        told = current
        repeats = WeeklyGossip.maxRepeats
        send(own, to: partners)
    }

    private var partners: [Int] { linked.intersection(links?.deciding ?? []).sorted() }

    private func take(_ news: WeeklyNews, _ mail: WeeklyMail) {
        mail.release(news)
        switch news {
        case .connected(let peer):
            linked.insert(peer)
            if partners.contains(peer) { send(keyring.words, to: [peer]) }
        case .disconnected(let peer):
            linked.remove(peer)
        case .message(let bytes, let peer):
            guard partners.contains(peer), let links else { return }
            let words = WeeklyWord.words(in: bytes).filter { !keyring.isKnown($0) }
            let allowed = words.prefix(WeeklyGossip.maxChecks - checks[peer, default: 0])
            checks[peer, default: 0] += allowed.count
            let fresh = keyring.learn(Array(allowed), from: links.member(peer))
            guard !fresh.isEmpty else { return }
            keyring.save()
            send(fresh, to: partners.filter { $0 != peer })
        }
    }

    private func send(_ words: [[UInt8]], to peers: [Int]) {
        for payload in WeeklyWord.payloads(words) {
            for peer in peers { links?.send(weekly: payload, to: peer) }
        }
    }
}
