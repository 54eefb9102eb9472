#if MUTANTS
  /// This code made wrong, one way each: what cannot be made wrong by rewriting requests at the door.
  ///
  /// The condition is set for the simulator's own build of these sources and for nothing else: no product has them.
  public enum CodeMutant: Sendable {
    case marginIsUsed
    case neverRenews
    case renewsTooLate
    case givesUpAtOnce
    case renewalIsLeft
    case workGoesOn
    case failedWorkKeepsLease
    case cancellationReachesRelease
    case everyWaiterAsks
    case handOverForgetsTheNext
    case deadlineIsIgnored
    case noSecondLook
    case staleIsFresh
    case failedRenderKeepsLease
    case unpublishedIsLost
    case hardIsSoft
    case tagsAreKnownForEver
    case invalidationsAreReadLate
    case prunesNewest
    case prunesCurrent
    case sweepsYoungBodies
    case sweepsVersions
    case sweepsAfterOneLook
    case restartIsNotTold
    case cutOffIsNotTold
    case mismatchIsIgnored
    case overtakenIsDone
    case resultsAreRememberedForEver
    case waitsForEver
    case failedWorkKeepsClaim

    /// The one that is at work in this task and its children.
    @TaskLocal public static var current: CodeMutant?

    static func isAtWork(_ mutant: CodeMutant) -> Bool { current == mutant }
  }
#endif
