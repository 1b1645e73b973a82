"""Distances on the globe, on arrays."""

import numpy as np
import numpy.typing as npt

from graphsvc.arrays import Float64s, Floats

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


def kilometers(
    lat: npt.ArrayLike, lng: npt.ArrayLike, to_lat: npt.ArrayLike, to_lng: npt.ArrayLike
) -> Floats:
    """Distance in km between points in degrees, by the haversine formula; arguments broadcast, NaN stays NaN.

    >>> round(float(kilometers(53.87, 10.69, 52.02, 8.53)))
    251
    """
    south, west, north, east = (
        np.radians(np.asarray(part, dtype=float)) for part in (lat, lng, to_lat, to_lng)
    )
    half = np.sin((north - south) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin((east - west) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def nearness(distance: npt.ArrayLike, *, decay: float, reach: float) -> Float64s:
    """exp(-distance / `decay`) up to the distance `reach` (all in km); 0 beyond it and where it is NaN.

    >>> nearness([0.0, 100.0, 401.0, np.nan], decay=100, reach=400).round(3).tolist()
    [1.0, 0.368, 0.0, 0.0]
    """
    away = np.asarray(distance, dtype=float)
    return np.where(away <= reach, np.exp(-np.nan_to_num(away) / decay), 0.0)


def on_sphere(lat: npt.ArrayLike, lng: npt.ArrayLike) -> Float64s:
    """Points on the unit sphere (n × 3), so that a tree of points finds the nearest; NaN stays NaN."""
    north, east = np.radians(np.asarray(lat, dtype=float)), np.radians(np.asarray(lng, dtype=float))
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def along_sphere(straight: npt.ArrayLike) -> Float64s:
    """Distance in km along the surface between points of the unit sphere that are `straight` apart.

    >>> round(float(along_sphere(2.0)))
    20015
    """
    half = np.clip(np.asarray(straight, dtype=float) / 2, 0, 1)
    return np.asarray(2 * EARTH_KM * np.arcsin(half))
