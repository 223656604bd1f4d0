"""The suite itself is asked: does it notice a server that lacks one safeguard?"""
