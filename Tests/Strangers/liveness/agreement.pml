/* One height of the agreement, for liveness: after the network has become stable, every validator that is up decides.
 *
 * Three validators that keep the rules, two of which are a quorum (n = 3, f = 0); to them a fourth that lies and stays
 * silent makes no difference (n = 4, f = 1, q = 3). With STOPS defined one of the three stops for good at some moment.
 *
 * What was sent stands on a board. Before the network is stable a validator may see it or not, and its waits may end
 * at any time. From then on it sees all, and a wait ends only when nobody has anything else to do: SPIN's `timeout`.
 * Rules R1 to R8 and deviations D1 to D5 are those of docs/protocol/agreement.md. */

#ifndef ROUNDS
#define ROUNDS 5            /* the last rounds are never reached: an assertion says so */
#endif
#ifndef UNSTABLE
#define UNSTABLE 1          /* the network becomes stable in this round at the latest */
#endif
#define N 3
#define Q 2
#define NONE 0              /* no vote */
#define NIL 1               /* a vote for no block; values are 2 and 3 */
#define NEVER 15            /* no round */

#ifdef STOPS
#define IS_UP(i) ((i) != STOPS || !gone)
#else
#define IS_UP(i) true
#endif

bool stable;
bool gone;
byte decided[N];
byte commit;                /* the value that a quorum precommitted in one round: no two are possible */
byte proposed[ROUNDS];      /* a value, once proposed */
byte proposedFrom[ROUNDS];  /* the round of the polka that came with it */
byte prevotes[N * ROUNDS];
byte precommits[N * ROUNDS];
byte spread[ROUNDS];        /* the value of a polka that was sent to all */
byte rounds[N];             /* where each validator is */

#define PREVOTE(i, r) prevotes[(i) * ROUNDS + (r)]
#define PRECOMMIT(i, r) precommits[(i) * ROUNDS + (r)]
#define COUNT(votes, r, v) ((votes[r] == (v)) + (votes[ROUNDS + (r)] == (v)) + (votes[2 * ROUNDS + (r)] == (v)))
#define CAST(votes, r) ((votes[r] != NONE) + (votes[ROUNDS + (r)] != NONE) + (votes[2 * ROUNDS + (r)] != NONE))
#define POLKA(r, v) (COUNT(prevotes, r, v) >= Q)
#define COMMIT(r, v) (COUNT(precommits, r, v) >= Q)
#define OVER (!stable || timeout)   /* a wait may end */
/* The wait for a proposal outlasts the others' waits of the round before: all who are up are here. */
#define IS_HERE(i, r) (!IS_UP(i) || decided[i] != NONE || rounds[i] >= (r))
#ifdef MUTANT_SHORT_PROPOSAL_WAIT
#define PROPOSAL_OVER(r) OVER
#else
#define PROPOSAL_OVER(r) (OVER && (!stable || (IS_HERE(0, r) && IS_HERE(1, r) && IS_HERE(2, r))))
#endif

/* Height + round, modulo n; height 0. */
#define PROPOSER(r) ((r) % N)

/* A quorum precommitted in this round: the certificate that leads into the next. */
#define ENTERED_BY(r) (CAST(precommits, r) >= Q)
#define SPEAKS(r) ((r) < ROUNDS && (proposed[r] != NONE || CAST(prevotes, r) > 0))
/* While the network is not stable the rounds are few. */
#define MAY_ENTER(r) (stable || (r) <= UNSTABLE)

/* StartRound. A proposer first takes the newest polka that it knows of (R4'): of a stable network, the newest of all. */
inline enter() {
    round++;
    rounds[me] = round;
    assert(round < ROUNDS);
    at = 0;
    do
    :: at < round ->
        if
        :: PROPOSER(round) == me && spread[at] != NONE && (validRound == NEVER || at > validRound) ->
            if
            :: valid = spread[at]; validRound = at
            :: !stable -> skip
            fi
        :: else -> skip
        fi;
        at++
    :: else -> break
    od;
    step = 0; at = 0; value = 0
}

proctype validator(byte me) {
    byte round = 0, lockedRound = NEVER, locked = NONE, validRound = NEVER, valid = NONE;
    byte at, value, step = 0;       /* step: 0 propose, 1 prevote, 2 precommit */
    do
    :: true ->
        if
        /* R7: a decision of any round. */
        :: atomic { commit != NONE -> decided[me] = commit; break }

#ifdef STOPS
        :: atomic { me == STOPS && !gone -> gone = true; break }
#endif
        /* Lines 14-19: the valid block with its polka, or a new one. */
        :: atomic { step == 0 && PROPOSER(round) == me && proposed[round] == NONE ->
            if
            :: valid != NONE -> proposed[round] = valid; proposedFrom[round] = validRound
            :: else -> proposed[round] = 2 + me % 2; proposedFrom[round] = NEVER
            fi }

        /* R1, R2, with D2: prevote only without a lock, or by a polka no older than the lock; else for nothing. */
        :: atomic { step == 0 && proposed[round] != NONE ->
            if
            :: proposedFrom[round] == NEVER && lockedRound == NEVER -> PREVOTE(me, round) = proposed[round]
#ifndef MUTANT_NEVER_UNLOCKS
            :: proposedFrom[round] != NEVER && (lockedRound == NEVER || lockedRound <= proposedFrom[round]) ->
                PREVOTE(me, round) = proposed[round]
#else
            :: proposedFrom[round] != NEVER && (lockedRound == NEVER || locked == proposed[round]) ->
                PREVOTE(me, round) = proposed[round]
#endif
            :: else -> PREVOTE(me, round) = NIL
            fi;
            step = 1 }
        :: atomic { step == 0 && PROPOSAL_OVER(round) -> PREVOTE(me, round) = NIL; step = 1 }

        /* R4: lock, and send the polka to all. */
        :: atomic { step == 1 && (POLKA(round, 2) || POLKA(round, 3)) ->
            value = (POLKA(round, 2) -> 2 : 3);
            locked = value; lockedRound = round; valid = value; validRound = round;
            PRECOMMIT(me, round) = value;
            spread[round] = value;
            if
            :: COMMIT(round, value) -> assert(commit == NONE || commit == value); commit = value
            :: else -> skip
            fi;
            step = 2 }
        /* R5, and the end of the wait of R3. */
        :: atomic { step == 1 && (POLKA(round, NIL) || (CAST(prevotes, round) >= Q && OVER)) ->
            PRECOMMIT(me, round) = NIL; step = 2 }

        /* R6: a quorum of precommits, and the end of the wait. */
        :: atomic { step == 2 && ENTERED_BY(round) && OVER && MAY_ENTER(round + 1) -> enter() }
        /* R8: others are in the next round already, by the same certificate. */
        :: atomic { ENTERED_BY(round) && SPEAKS(round + 1) && MAY_ENTER(round + 1) -> enter() }
        fi
    od;
}

/* The network becomes stable at some moment. */
proctype network() { stable = true }

init {
    atomic {
        byte i = 0;
        do
        :: i < N ->
            run validator(i);
            i++
        :: else -> break
        od;
        run network()
    }
}

#define DONE(i) (!IS_UP(i) || decided[i] != NONE)
ltl decides { <> (DONE(0) && DONE(1) && DONE(2)) }
